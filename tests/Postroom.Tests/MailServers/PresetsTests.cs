using System.Collections;
using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Tests.MailServers;

public sealed class PresetsTests
{
    public static TheoryData<string> Ids => [.. Presets.All.Select(preset => preset.Id)];

    public static TheoryData<string, string> IdsAndLanguages =>
        [.. Presets.All.SelectMany(preset => Language.All.Select(language => (preset.Id, language.Tag)))];

    [Theory]
    [InlineData("amazon-ses", "email-smtp.us-east-1.amazonaws.com", 465, ConnectionSecurity.Tls, false)]
    [InlineData("postfix", "localhost", 25, ConnectionSecurity.None, true)]
    [InlineData("sendmail", "127.0.0.1", 25, ConnectionSecurity.None, true)]
    [InlineData("gmail", "smtp.gmail.com", 587, ConnectionSecurity.StartTls, false)]
    [InlineData("google-workspace-relay", "smtp-relay.gmail.com", 587, ConnectionSecurity.StartTls, true)]
    [InlineData("outlook-com", "smtp-mail.outlook.com", 587, ConnectionSecurity.StartTls, false)]
    [InlineData("office-365", "smtp.office365.com", 587, ConnectionSecurity.StartTls, false)]
    public void Has_the_values_that_were_promised(string id, string host, int port, ConnectionSecurity security, bool anonymous)
    {
        var preset = Presets.Find(id)!;

        Assert.Equal((host, port, security, anonymous), (preset.Host, preset.Port, preset.Security, preset.Anonymous));
    }

    [Theory]
    [InlineData("sendgrid"), InlineData("mailgun"), InlineData("postmark"), InlineData("brevo"), InlineData("zoho"), InlineData("fastmail")]
    [InlineData("icloud"), InlineData("yahoo"), InlineData("ovh"), InlineData("ionos"), InlineData("yandex"), InlineData("qq"), InlineData("sakura")]
    [InlineData("web-de"), InlineData("strato"), InlineData("smtp2go"), InlineData("mailtrap"), InlineData("mailjet"), InlineData("proton-bridge")]
    public void Knows_the_provider(string id) => Assert.NotNull(Presets.Find(id));

    [Fact]
    public void Ids_are_unique() => Assert.Equal(Presets.All.Count, Presets.All.DistinctBy(preset => preset.Id).Count());

    [Theory, MemberData(nameof(Ids))]
    public void Fills_a_form_that_is_valid(string id)
    {
        var preset = Presets.Find(id)!;
        var filled = preset.Fill();
        var form = filled with
        {
            Host = filled.Host ?? preset.HostExample,
            From = "a@example.com",
            UserName = preset.UserName ?? "user",
            ClientId = "app",
            TokenEndpoint = filled.TokenEndpoint?.Replace("{tenant}", "contoso.example", StringComparison.Ordinal),
        };

        var reading = MailServerSettingsRules.Read(form, new MailServerSettings(), new SignInSecrets { Password = "password", ClientSecret = "secret", RefreshToken = "token" });

        Assert.Empty(Assert.IsType<FormReading.Valid>(reading).Warnings);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Port_and_protocol_belong_together(string id)
    {
        var preset = Presets.Find(id)!;

        Assert.Contains(
            (preset.Port, preset.Security),
            new[]
            {
                (465, ConnectionSecurity.Tls), (587, ConnectionSecurity.StartTls), (25, ConnectionSecurity.None),
                (preset.Host == "127.0.0.1" ? 1025 : 587, ConnectionSecurity.StartTls),
            });
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_region_has_a_host(string id) =>
        Assert.All(
            Presets.Find(id)!.Regions ?? [],
            region => Assert.IsType<FormReading.Valid>(MailServerSettingsRules.Read(
                Presets.Find(id)!.Fill(region.Id) with { From = "a@example.com", UserName = "user", Host = region.Host }, new MailServerSettings(), "password")));

    [Fact]
    public void A_region_fills_its_own_host() =>
        Assert.Equal("email-smtp.ap-northeast-1.amazonaws.com", Presets.Find("amazon-ses")!.Fill("ap-northeast-1").Host);

    [Theory]
    [InlineData("gmx.net", "", "mail.gmx.net"), InlineData("gmx.de", "", "mail.gmx.net"), InlineData("gmx.com", "", "mail.gmx.com")]
    [InlineData("web.de", "", "smtp.web.de"), InlineData("example.de", "mx00.ionos.de", "smtp.ionos.de")]
    [InlineData("example.es", "mx01.ionos.es", "smtp.ionos.es"), InlineData("example.com", "mx00.ionos.com", "smtp.ionos.com")]
    [InlineData("example.net", "smtpin.rzone.de", "smtp.strato.de")]
    public void An_address_leads_to_the_host_of_its_own_region(string domain, string exchanger, string host)
    {
        var preset = Presets.OfDomain(domain) ?? Presets.OfExchanger(exchanger)!;

        Assert.Equal(host, preset.HostFor(domain, [exchanger]));
    }

    [Theory, MemberData(nameof(IdsAndLanguages))]
    public void Says_in_every_language_what_it_is_and_needs(string id, string tag)
    {
        var culture = CultureInfo.GetCultureInfo(tag);

        Assert.All([Presets.Find(id)!.NameIn(culture), .. Presets.Find(id)!.NotesIn(culture)], text => Assert.NotEmpty(text));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Says_what_it_needs_and_where_that_is_written(string id)
    {
        var preset = Presets.Find(id)!;

        Assert.NotEmpty(preset.Notes);
        Assert.All([preset.Help, preset.Source], link => Assert.Equal(Uri.UriSchemeHttps, link.Scheme));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Asks_for_an_include_or_has_an_envelope_sender_of_its_own_but_not_both(string id)
    {
        var preset = Presets.Find(id)!;
        string?[] includes = [preset.SpfInclude, .. (preset.Regions ?? []).Select(region => region.SpfInclude), .. preset.OtherSpfIncludes ?? []];

        Assert.All(includes.OfType<string>(), include => Assert.Matches("^[a-z0-9_-]+(\\.[a-z0-9_-]+)+$", include));
        Assert.False(preset.ReplacesEnvelope && includes.Any(include => include is not null));
        Assert.True(preset.SpfSource is null || preset.SpfSource.Scheme == Uri.UriSchemeHttps);
        Assert.False(preset.ReplacesEnvelope && preset.SpfSource is null, "Say where the provider says that it asks for nothing.");
    }

    [Fact]
    public void Has_no_text_that_no_preset_uses() =>
        Assert.Equal(
            Presets.All.SelectMany(preset => preset.Notes).Select(note => $"Preset.Note.{note}")
                .Concat(Presets.All.Where(preset => preset.Name is null).Select(preset => $"Preset.Name.{preset.Id}")).Distinct().Order(),
            Texts.Of(CultureInfo.InvariantCulture)!.Cast<DictionaryEntry>().Select(text => (string)text.Key)
                .Where(key => key.StartsWith("Preset.", StringComparison.Ordinal)).Order());
}
