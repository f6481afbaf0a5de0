using Postroom.Client;

namespace Postroom.Server.Commands;

/// <summary>What became of a message handed to a server.</summary>
abstract record SendOutcome
{
    private protected SendOutcome() { }

    /// <summary>The server has it on disk.</summary>
    public sealed record Accepted(SendAnswer Answer) : SendOutcome;

    /// <summary>The server will not have it.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>The server could not be reached or cannot take it now.</summary>
    public sealed record TryLater(string Reason) : SendOutcome;
}
