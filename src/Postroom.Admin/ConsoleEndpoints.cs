using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.Admin.AlarmPages;
using Postroom.Admin.AppPages;
using Postroom.Admin.CausePages;
using Postroom.Admin.DeliveryPages;
using Postroom.Admin.DirectoryPages;
using Postroom.Admin.DomainPages;
using Postroom.Admin.EndUserPages;
using Postroom.Admin.HelpPages;
using Postroom.Admin.MailServerPages;
using Postroom.Admin.NotificationPages;
using Postroom.Admin.PeoplePages;
using Postroom.Admin.PreferencePages;
using Postroom.Admin.SandboxPages;
using Postroom.Admin.SettingsPages;
using Postroom.Admin.SettingUp;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.Admin.TemplatePages;
using Postroom.Admin.TrustPages;
using Postroom.People;

namespace Postroom.Admin;

/// <summary>Maps the console.</summary>
public static class ConsoleEndpoints
{
    /// <summary>Maps every page under one path. Whatever no other endpoint takes below it gets a page that says so.</summary>
    /// <param name="routes">The app.</param>
    /// <param name="path">Such as <c>/mail</c>. The default value is empty: the root of the app.</param>
    /// <returns>The group of all pages, for conventions of the host.</returns>
    public static IEndpointConventionBuilder MapPostroomConsole(this IEndpointRouteBuilder routes, string path = "")
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(path);
        var root = new ConsoleRoot(path.TrimEnd('/'));
        var console = routes.MapGroup(root.Path).WithMetadata(root).ExcludeFromDescription();
        AssetFiles.Map(console);
        UnsubscribeEndpoints.MapOneClick(console);

        var logger = routes.ServiceProvider.GetRequiredService<ILogger<PageFilter>>();
        var pages = console.MapGroup("").AddEndpointFilter(new PageFilter(root, logger)).RequireAuthorization(PeoplePolicies.Viewer);
        var own = console.MapGroup("").AddEndpointFilter(new PageFilter(root, logger)).RequireAuthorization(PeoplePolicies.Member);
        own.MapGet("/", (ConsoleRequest here) => Results.LocalRedirect(here.Url(here.May(UserRole.Viewer) ? Navigation.First : "/account")));
        AccountEndpoints.Map(own);
        AccountSingleSignOnEndpoints.Map(own);
        SessionEndpoints.Map(own);
        FactorEndpoints.Map(own);
        MapEverybodysPages(pages);
        MapConsolePages(pages);
        ErrorPages.MapNotFound(pages);
        return console;
    }

    // Without the console around them: for whoever has a link, or is not signed in yet.
    static void MapEverybodysPages(RouteGroupBuilder pages)
    {
        SetUpEndpoints.Map(pages);
        SignInEndpoints.Map(pages);
        CodeEndpoints.Map(pages);
        SingleSignOnEndpoints.Map(pages);
        RequestEndpoints.Map(pages);
        LinkEndpoints.Map(pages);
        Preferences.Map(pages);
        PreferenceEndpoints.Map(pages);
        UnsubscribeEndpoints.Map(pages);
    }

    static void MapConsolePages(RouteGroupBuilder pages)
    {
        MailServerEndpoints.Map(pages);
        TrustEndpoints.Map(pages);
        DeliveryEndpoints.Map(pages);
        CauseEndpoints.Map(pages);
        AlarmEndpoints.Map(pages);
        ForgeEndpoints.Map(pages);
        InboxEndpoints.Map(pages);
        WatcherPageEndpoints.Map(pages);
        SendingEndpoints.Map(pages);
        TemplateEndpoints.Map(pages);
        PeopleEndpoints.Map(pages);
        DirectoryEndpoints.Map(pages);
        ImportEndpoints.Map(pages);
        AppEndpoints.Map(pages);
        DomainEndpoints.Map(pages);
        SandboxEndpoints.Map(pages);
        SettingsEndpoints.Map(pages);
        HelpEndpoints.Map(pages);
    }
}
