namespace Postroom.MailServers.Replies;

/// <summary>Who has to do something. The words of <c>who</c> in <c>postroom explain --json</c>.</summary>
public enum WhoActs
{
    /// <summary><c>administrator</c>: whoever runs Postroom.</summary>
    Administrator,

    /// <summary><c>recipient</c>: the person written to, or whoever wrote the address.</summary>
    Recipient,

    /// <summary><c>provider</c>: whoever runs the mail server.</summary>
    Provider,

    /// <summary><c>wait</c>: nobody; time heals it.</summary>
    Wait,

    /// <summary><c>nobody</c>: nothing is wrong.</summary>
    Nobody,
}
