namespace Postroom.Mail.Dns;

/// <summary>What is asked: always of class IN.</summary>
/// <param name="Name">The name in lower case, without the last dot; a dot or backslash within a label has a backslash before it.</param>
/// <param name="Type">The type of record.</param>
public sealed record DnsQuestion(string Name, DnsRecordType Type);
