namespace SignUpWithPostroom;

/// <summary>Somebody with an account here. All that this app keeps: no token, no letter, no mail server.</summary>
/// <param name="Email">The address, shown to be theirs by a link.</param>
/// <param name="Name">The name shown.</param>
/// <param name="PasswordHash">ASP.NET Core's hash of the password.</param>
/// <param name="Stamp">Changes with the password, and ends older sessions.</param>
/// <param name="OpenReset">The id of a reset link that was mailed and may still be open; null: none.</param>
sealed record Member(string Email, string Name, string PasswordHash, string Stamp, string? OpenReset);
