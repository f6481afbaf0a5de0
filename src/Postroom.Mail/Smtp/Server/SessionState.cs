namespace Postroom.Mail.Smtp.Server;

/// <summary>Where a session stands; <see cref="SessionTable"/> says how it gets from one to the next.</summary>
enum SessionState
{
    /// <summary>The greeting was sent; the client has not said who it is.</summary>
    Greeted,

    /// <summary>The client said who it is; no transaction is open.</summary>
    Ready,

    /// <summary>A transaction is open: the sender is known.</summary>
    Sender,

    /// <summary>At least one recipient was taken.</summary>
    Recipients,

    /// <summary>At least one chunk was taken and the last is still to come (RFC 3030 §2).</summary>
    Chunks,

    /// <summary>The session is over.</summary>
    Closed,
}
