using System.CommandLine;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.Server.Commands;

/// <summary><c>postroom user link</c>: a link for somebody who is locked out, also while no mail goes out.</summary>
static class UserLinkCommand
{
    public static Command Create(CommandConsole console)
    {
        var email = new Option<string>("--email") { Description = "The address of the person.", HelpName = "ADDRESS", Required = true };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();

        var command = new Command("link", "Print a new link with which a person sets the password. The former one ends.") { email, data, json };
        command.SetAction((result, cancellationToken) => StoreVisit.RunAsync(result.GetRequiredValue(data), console, mayMake: false, async services =>
        {
            var user = await services.GetRequiredService<IUserStore>().FindByEmailAsync(result.GetRequiredValue(email).Trim(), cancellationToken);
            if (user is null) return console.Fail("There is no user with this address.");
            if (user.State == UserState.Deactivated) return console.Fail($"{user.Email} is deactivated: let them in again in the console first.");
            return await PrintAsync(services, console, user, result.GetValue(json), cancellationToken);
        }));
        return command;
    }

    /// <summary>Makes a link and prints it. It begins with the site URL of the settings, as in letters.</summary>
    public static async Task<int> PrintAsync(IServiceProvider services, CommandConsole console, User user, bool isJson, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var served = ActivatorUtilities.CreateInstance<ServedAddress>(services);
        await served.LoadAsync(cancellationToken);
        var product = ActivatorUtilities.CreateInstance<ProductSettingsStore>(services, ActivatorUtilities.CreateInstance<SettingsJournal>(services), served);
        await product.LoadAsync(cancellationToken);
        var purpose = user.State == UserState.Invited ? LinkPurpose.SetPassword : LinkPurpose.Reset;
        var made = await services.GetRequiredService<AccountLinks>().CreateAsync(purpose, user, null, cancellationToken);
        await services.GetRequiredService<IAuditLog>().AddAsync(
            new AuditEntry(time.GetUtcNow(), "command line", "user.link-made", user.Email, purpose.ToString()), cancellationToken);

        var link = $"{product.Current.SiteUrl.AbsoluteUri.TrimEnd('/')}{AccountLetters.PathOf(purpose)}?token={made.Token!.Text}";
        if (isJson)
        {
            console.WriteJson(new UserLink(user.Email, AccountLetters.PathOf(purpose)[1..], link, made.Link.ExpiresAt), CommandJson.Readable.UserLink);
            return ExitCodes.Done;
        }

        console.WriteLine(link);
        console.Remark(FormattableString.Invariant($"{user.Email} sets the password with it, once, until {made.Link.ExpiresAt:yyyy-MM-dd HH:mm} UTC. Hand it over in private."));
        return ExitCodes.Done;
    }
}
