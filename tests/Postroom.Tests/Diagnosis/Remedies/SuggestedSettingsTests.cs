using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Tests.Diagnosis.Remedies;

public sealed class SuggestedSettingsTests
{
    [Fact]
    public void What_a_button_sends_goes_into_the_form_and_leaves_the_rest()
    {
        var suggested = new SuggestedSettings { Port = 587, Security = "starttls", From = "a+b&c@example.com", EhloName = "" };

        var form = SuggestedSettings.Apply(new MailServerForm { Host = "mail.example.com", Port = "25" }, suggested.ToQuery());

        Assert.Equal(
            new MailServerForm { Host = "mail.example.com", Port = "587", Security = "starttls", From = "a+b&c@example.com", EhloName = "" }, form);
    }

    [Theory, InlineData(""), InlineData("Nonsense"), InlineData("TrustedCertificates=x"), InlineData("Password=x"), InlineData("%%%=&&=")]
    public void What_is_no_suggestion_changes_nothing(string query)
    {
        var form = new MailServerForm { Host = "mail.example.com" };

        Assert.Equal(form, SuggestedSettings.Apply(form, query));
    }

    [Theory]
    [InlineData("587", 587, ConnectionSecurity.StartTls)]
    [InlineData("465", 465, ConnectionSecurity.Tls)]
    [InlineData("8465/tls", 8465, ConnectionSecurity.Tls)]
    [InlineData("465/starttls", 465, ConnectionSecurity.StartTls)]
    public void A_port_says_how_it_is_protected(string text, int port, ConnectionSecurity security) =>
        Assert.Equal([new SubmissionPort(port, security)], SubmissionPort.Parse(text));

    [Theory, InlineData(""), InlineData("0"), InlineData("65536"), InlineData("587/none"), InlineData("1,2,3,4,5,6,7,8,9"), InlineData("587;465")]
    public void A_list_that_cannot_be_read_is_none(string text) => Assert.Null(SubmissionPort.Parse(text));
}
