using Postroom.Admin.Shell;
using Postroom.People;

namespace Postroom.Admin.MailViews;

/// <summary>Where a mail is looked at.</summary>
enum MailPlace
{
    Deliveries,
    Sandbox,
}

/// <summary>How much of a mail somebody sees, least first.</summary>
enum MailSight
{
    /// <summary>Not even that there is one.</summary>
    Nothing,

    /// <summary>That there is one, from whom, to whom and what became of it; never what it says.</summary>
    Facts,

    /// <summary>All of it in every view, with live secrets covered.</summary>
    Covered,

    /// <summary>All of it as it is.</summary>
    Whole,
}

/// <summary>Who sees how much of which mail. Views do not stand here: each shows the same mail, so each is open to the same people.</summary>
static class MailAccess
{
    /// <summary>Every case. Whole is only what never left the machine, for those who may set every password anyway.</summary>
    public static IReadOnlyList<MailAccessRow> Table { get; } =
    [
        new(MailPlace.Deliveries, IsAccountMail: false, UserRole.Member, MailSight.Nothing),
        new(MailPlace.Deliveries, IsAccountMail: false, UserRole.Viewer, MailSight.Facts),
        new(MailPlace.Deliveries, IsAccountMail: false, UserRole.Operator, MailSight.Covered),
        new(MailPlace.Deliveries, IsAccountMail: false, UserRole.Administrator, MailSight.Covered),
        new(MailPlace.Deliveries, IsAccountMail: true, UserRole.Member, MailSight.Nothing),
        new(MailPlace.Deliveries, IsAccountMail: true, UserRole.Viewer, MailSight.Facts),
        new(MailPlace.Deliveries, IsAccountMail: true, UserRole.Operator, MailSight.Covered),
        new(MailPlace.Deliveries, IsAccountMail: true, UserRole.Administrator, MailSight.Covered),
        new(MailPlace.Sandbox, IsAccountMail: false, UserRole.Member, MailSight.Nothing),
        new(MailPlace.Sandbox, IsAccountMail: false, UserRole.Viewer, MailSight.Facts),
        new(MailPlace.Sandbox, IsAccountMail: false, UserRole.Operator, MailSight.Covered),
        new(MailPlace.Sandbox, IsAccountMail: false, UserRole.Administrator, MailSight.Whole),
        new(MailPlace.Sandbox, IsAccountMail: true, UserRole.Member, MailSight.Nothing),
        new(MailPlace.Sandbox, IsAccountMail: true, UserRole.Viewer, MailSight.Facts),
        new(MailPlace.Sandbox, IsAccountMail: true, UserRole.Operator, MailSight.Covered),
        new(MailPlace.Sandbox, IsAccountMail: true, UserRole.Administrator, MailSight.Whole),
    ];

    /// <summary>How much the reader of a request sees.</summary>
    public static MailSight Of(ConsoleRequest here, MailPlace place, bool isAccountMail) => Table
        .Where(row => row.Place == place && row.IsAccountMail == isAccountMail && here.May(row.Role))
        .Select(row => row.Sight).DefaultIfEmpty(MailSight.Nothing).Max();
}

/// <summary>One case of the table.</summary>
/// <param name="Place">Where the mail is looked at.</param>
/// <param name="IsAccountMail">Whether it is account mail: links, resets, invitations.</param>
/// <param name="Role">Who looks.</param>
/// <param name="Sight">How much that is.</param>
sealed record MailAccessRow(MailPlace Place, bool IsAccountMail, UserRole Role, MailSight Sight);
