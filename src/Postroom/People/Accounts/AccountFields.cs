using Postroom.Mail.Addresses;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>What is wrong with the fields that many forms of people have.</summary>
static class AccountFields
{
    public static IEnumerable<SettingsProblem> CheckName(string field, string name, bool mayBeEmpty = false)
    {
        var text = name.Trim();
        if (text.Length == 0 && !mayBeEmpty) yield return new SettingsProblem(field, "Problem.Name.Missing");
        if (PersonalName.Problem(text) is { } problem)
        {
            yield return new SettingsProblem(
            field, problem, PersonalName.MaximumLength);
        }
    }

    public static IEnumerable<SettingsProblem> CheckEmail(string field, string email)
    {
        if (string.IsNullOrWhiteSpace(email)) yield return new SettingsProblem(field, "Problem.Email.Missing");
        else if (MailboxParser.ParseAddress(email) is MailboxParse.Refused) yield return new SettingsProblem(field, "Problem.Address.Incomplete");
    }

    /// <summary>The address as it is kept: trimmed, its domain as people read it, in lower case.</summary>
    public static string Normal(string email) =>
        MailboxParser.TryParseAddress(email, out var address) ? address.ToString() : email.Trim();
}
