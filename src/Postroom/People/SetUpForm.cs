namespace Postroom.People;

/// <summary>The set-up page as it was filled in.</summary>
/// <param name="Name">The name shown.</param>
/// <param name="Email">The e-mail address, which becomes the login.</param>
/// <param name="Password">The password.</param>
public sealed record SetUpForm(string Name, string Email, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SetUpForm)} of {Email}";
}
