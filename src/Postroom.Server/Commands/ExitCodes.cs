namespace Postroom.Server.Commands;

/// <summary>What the program says to the shell.</summary>
static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Not done; the reason is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Not done for now; the same command may work later (EX_TEMPFAIL of sysexits.h).</summary>
    public const int TryLater = 75;
}
