using Postroom.Diagnosis.Remedies;

namespace Postroom.Tests.Diagnosis.Remedies;

public sealed class CertificateHostsTests
{
    [Theory]
    [InlineData("203.0.113.5", "mx7.example.com", "*.example.com", "mx7.example.com mail.example.com smtp.example.com")]
    [InlineData("mail.old.example", null, "*.example.com", "mail.example.com smtp.example.com")]
    [InlineData("relay.old.example", "mx.elsewhere.example", "*.example.com",
        "relay.example.com mail.example.com smtp.example.com")]
    [InlineData("mail.old.example", "b.example.com", "a.example.com b.example.com", "b.example.com a.example.com")]
    [InlineData("mail.example.com", "deep.mx.example.com", "*.example.com", "smtp.example.com")]
    public void What_the_server_calls_itself_comes_first_where_the_certificate_is_good_for_it(
        string host, string? greeted, string names, string expected) =>
        Assert.Equal(expected.Split(' '), CertificateHosts.Of(names.Split(' '), greeted, host));
}
