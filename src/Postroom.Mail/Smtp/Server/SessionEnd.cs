namespace Postroom.Mail.Smtp.Server;

/// <summary>Why a session ended.</summary>
public enum SessionEnd
{
    /// <summary>The client said QUIT.</summary>
    Quit,

    /// <summary>The client closed or lost the connection without QUIT.</summary>
    ConnectionLost,

    /// <summary>The client took longer than its time.</summary>
    TimedOut,

    /// <summary>The server is being stopped.</summary>
    Stopped,

    /// <summary>Too many commands were wrong.</summary>
    TooManyErrors,

    /// <summary>What came next could not be told apart from commands, or is another protocol: none of it was believed.</summary>
    OutOfStep,
}
