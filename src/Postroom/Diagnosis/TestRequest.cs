using System.Globalization;
using Postroom.Mail.Addresses;
using Postroom.MailServers;
using Postroom.Settings;

namespace Postroom.Diagnosis;

/// <summary>What to test.</summary>
/// <param name="Server">The server, from saved or unsaved settings.</param>
/// <param name="Identity">Who the test message is from; its From is needed only with <paramref name="To"/>.</param>
/// <param name="To">Who gets the test message; null: the test stops before the message.</param>
/// <param name="Language">The language of the explanations and of the message.</param>
public sealed record TestRequest(MailServer Server, SenderIdentity Identity, EmailAddress? To, CultureInfo Language);
