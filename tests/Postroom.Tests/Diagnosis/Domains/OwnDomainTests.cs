using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Postroom.Diagnosis.Domains;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;

namespace Postroom.Tests.Diagnosis.Domains;

public sealed class OwnDomainTests
{
    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    static OwnDomain Own(string? from, string host, string? envelope = null, string? sendingAddresses = null) => new(
        new Sender(new SenderIdentity(Read(from), null, Read(envelope)?.Address, "")),
        new Servers(new MailServerState.Usable(new MailServer(new SmtpEndpoint(host, 25, ConnectionSecurity.None), new SmtpClientOptions { EhloName = "here.example" }, 1))),
        Options.Create(new DnsSettings { SendingAddresses = sendingAddresses }));

    static Mailbox? Read(string? text) =>
        text is null ? null : ((MailboxParse.Parsed)MailboxParser.Parse(text)).Mailbox;

    [Theory]
    [InlineData("smtp.gmail.com", "_spf.google.com")]
    [InlineData("SMTP.office365.com", "spf.protection.outlook.com")]
    [InlineData("email-smtp.ap-northeast-1.amazonaws.com", null)]
    [InlineData("smtp.eu.mailgun.org", "eu.mailgun.org")]
    [InlineData("smtp.ionos.de", "_spf-eu.ionos.com")]
    [InlineData("smtppro.zoho.eu", "zohomail.eu")]
    [InlineData("sv98765.xserver.jp", "spf.sender.xserver.jp")]
    [InlineData("mail.example.com", null)]
    [InlineData("evilsmtp.gmail.com", null)]
    public void Knows_what_a_provider_wants_in_SPF_by_its_host(string host, string? include) =>
        Assert.Equal(include, Own("a@example.com", host).RouteTo(host).SpfInclude);

    [Theory]
    [InlineData("email-smtp.eu-west-1.amazonaws.com", true), InlineData("smtp.postmarkapp.com", true), InlineData("smtp-relay.brevo.com", true)]
    [InlineData("smtp.gmail.com", false), InlineData("mail.example.com", false)]
    public void Knows_who_puts_an_envelope_sender_of_its_own_in_the_place_of_ours(string host, bool expected)
    {
        var route = Own("a@example.com", host).RouteTo(host);

        Assert.Equal((expected, expected || host == "smtp.gmail.com"), (route.ReplacesEnvelope, route.IsProvider));
    }

    [Fact]
    public void Asks_about_the_settings_in_force()
    {
        var request = Own("Us <a@example.com>", "mail.example.com", "b@bounces.example.com", "192.0.2.25, 2001:db8::25").Find(English, []);

        Assert.Equal(("example.com", "bounces.example.com"), (request!.From.Ascii, request.Envelope!.Ascii));
        Assert.Equal([IPAddress.Parse("192.0.2.25"), IPAddress.Parse("2001:db8::25")], request.Route.SendingAddresses);
    }

    [Theory, InlineData(null), InlineData("a@[192.0.2.1]")]
    public void Has_nothing_to_ask_without_a_domain(string? from) => Assert.Null(Own(from, "mail.example.com").Find(English, []));

    [Theory]
    [InlineData("192.0.2.53, [2001:db8::53]:5353 192.0.2.54:54", "192.0.2.53:53 [2001:db8::53]:5353 192.0.2.54:54")]
    [InlineData("2001:db8::53", "[2001:db8::53]:53")]
    public void Reads_resolvers_of_our_own(string text, string servers) =>
        Assert.Equal(servers.Split(' ').Select(IPEndPoint.Parse), new DnsSettings { Servers = text }.ToOptions().Servers);

    [Theory, InlineData("53", null, null), InlineData("dns.example", null, null), InlineData(null, "example.com", null), InlineData(null, null, "00:01:00")]
    public void Says_which_setting_is_wrong(string? servers, string? addresses, string? timeout)
    {
        var settings = new DnsSettings
        {
            Servers = servers,
            SendingAddresses = addresses,
            Timeout = timeout is null ? null : TimeSpan.Parse(timeout, CultureInfo.InvariantCulture),
        };

        var problem = Assert.Single(settings.Validate(new ValidationContext(settings)));

        Assert.StartsWith($"Dns:{problem.MemberNames.Single()}: ", problem.ErrorMessage);
    }

    sealed class Sender(SenderIdentity identity) : ISenderIdentity
    {
        public SenderIdentity Current => identity;
    }

    sealed class Servers(MailServerState state) : IMailServerSource
    {
        public MailServerState Current => state;

        public ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
