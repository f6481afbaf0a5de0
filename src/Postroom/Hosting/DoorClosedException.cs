namespace Postroom.Hosting;

/// <summary>A door cannot be opened, so Postroom cannot start; the message names the setting and the cure.</summary>
/// <param name="message">For the administrator.</param>
/// <param name="inner">What the system said.</param>
public sealed class DoorClosedException(string message, Exception inner) : Exception(message, inner);
