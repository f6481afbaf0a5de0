namespace Postroom.Outbox;

/// <summary>How urgent a message is. A lower lane waits while a higher one has work, and none starves.</summary>
public enum Lane
{
    /// <summary>Links, resets, invitations: a person is waiting for it.</summary>
    Account = 0,

    /// <summary>One message to one person, the default of the API.</summary>
    Direct = 1,

    /// <summary>What happened in an app, such as a pull request.</summary>
    Notification = 2,

    /// <summary>Newsletters and the like.</summary>
    Bulk = 3,
}
