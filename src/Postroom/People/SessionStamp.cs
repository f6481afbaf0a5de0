using System.Security.Cryptography;

namespace Postroom.People;

/// <summary>Makes the value that binds sessions to a user's password and rights (<see cref="User.Stamp"/>).</summary>
static class SessionStamp
{
    /// <summary>A new one: 128 random bits in hex.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
