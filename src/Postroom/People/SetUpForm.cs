namespace Postroom.People;

/// <summary>The set-up page as it was filled in.</summary>
/// <param name="Name">The name shown.</param>
/// <param name="Email">The e-mail address, which becomes the login.</param>
/// <param name="Password">The password.</param>
/// <param name="Language">The language of the administrator's pages, such as <c>ja</c>; null: the browser's.</param>
public sealed record SetUpForm(string Name, string Email, string Password, string? Language = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SetUpForm)} of {Email}";
}
