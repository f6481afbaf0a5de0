using Postroom.Mail.Addresses;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>Addresses for envelopes, made without the parser, which has tests of its own.</summary>
static class TestAddresses
{
    public static EmailAddress Of(string text)
    {
        var at = text.LastIndexOf('@');
        return new EmailAddress(text[..at], new DomainName(text[(at + 1)..], text[(at + 1)..]));
    }
}
