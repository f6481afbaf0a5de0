using Postroom.Languages;
using Postroom.People;

namespace Postroom.Admin.PeoplePages;

/// <summary>Roles and states in the reader's language.</summary>
static class PeopleText
{
    public static string Of(UserRole role) => role switch
    {
        UserRole.Member => Texts.Get("Console.Role.Member"),
        UserRole.Viewer => Texts.Get("Console.Role.Viewer"),
        UserRole.Operator => Texts.Get("Console.Role.Operator"),
        _ => Texts.Get("Console.Role.Administrator"),
    };

    public static string HintOf(UserRole role) => role switch
    {
        UserRole.Member => Texts.Get("Console.Role.Member.Hint"),
        UserRole.Viewer => Texts.Get("Console.Role.Viewer.Hint"),
        UserRole.Operator => Texts.Get("Console.Role.Operator.Hint"),
        _ => Texts.Get("Console.Role.Administrator.Hint"),
    };

    public static string Of(UserState state) => state switch
    {
        UserState.Invited => Texts.Get("Console.UserState.Invited"),
        UserState.Active => Texts.Get("Console.UserState.Active"),
        _ => Texts.Get("Console.UserState.Deactivated"),
    };

    /// <summary>The class of the badge of a state.</summary>
    public static string BadgeOf(UserState state) => state switch
    {
        UserState.Invited => "info",
        UserState.Active => "ok",
        _ => "",
    };

    /// <summary>The state for a word of an address; null: any.</summary>
    public static UserState? StateOf(string? word) => word switch
    {
        "invited" => UserState.Invited,
        "active" => UserState.Active,
        "deactivated" => UserState.Deactivated,
        _ => null,
    };

    /// <summary>The word of a state for an address.</summary>
    public static string WordOf(UserState state) => state switch
    {
        UserState.Invited => "invited",
        UserState.Active => "active",
        _ => "deactivated",
    };
}
