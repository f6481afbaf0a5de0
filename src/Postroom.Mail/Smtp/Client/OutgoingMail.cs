namespace Postroom.Mail.Smtp.Client;

/// <summary>A message and who gets it.</summary>
/// <param name="Envelope">What the server is told.</param>
/// <param name="Message">The bytes.</param>
public sealed record OutgoingMail(Envelope Envelope, IMessageBody Message);
