namespace Postroom;

/// <summary>The store cannot do it now, such as with a full disk or an unreachable database. Nothing was changed, and trying again later is right.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Without a reason.</summary>
    public StoreUnavailableException() : this("The store is not available.") { }

    /// <summary>With a reason.</summary>
    /// <param name="message">Why, in plain English, with the cure where there is one.</param>
    public StoreUnavailableException(string message) : base(message) { }

    /// <summary>With a reason and what lies beneath it.</summary>
    /// <param name="message">Why, in plain English, with the cure where there is one.</param>
    /// <param name="innerException">What the database said.</param>
    public StoreUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
