namespace Postroom.Outbox;

/// <summary>How the body of a message lies in the store. The numbers are those of the column.</summary>
public enum BodyKeeping
{
    /// <summary>As it is.</summary>
    Plain = 0,

    /// <summary>Encrypted, as it holds links that open somebody's page.</summary>
    Sealed = 1,

    /// <summary>Encrypted until it is done, then gone: account mail.</summary>
    SealedUntilDone = 2,
}
