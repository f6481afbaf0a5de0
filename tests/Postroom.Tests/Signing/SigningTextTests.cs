using Postroom.Diagnosis.Domains;
using Postroom.Languages;
using Postroom.Mail.Dkim;
using Postroom.Signing;

namespace Postroom.Tests.Signing;

/// <summary>The texts whose keys are made from names: there is one for each name.</summary>
public sealed class SigningTextTests
{
    public static TheoryData<string> Keys =>
    [
        .. Enum.GetValues<DkimKeyFault>().Select(fault => $"Problem.Signing.Pem.{fault}"),
        .. Enum.GetValues<SigningKeyState>().SelectMany(state => new[] { $"Console.Domains.State.{state}", $"Console.Domains.Next.{state}" }),
        .. Enum.GetValues<SigningKeyState>().Where(state => state != SigningKeyState.Retired)
            .SelectMany(state => new[] { $"Console.Domains.Retire.{state}", $"Console.Domains.Retire.{state}.Ask" }),
        .. Enum.GetValues<FindingState>().Select(state => $"Console.Domains.Finding.{state}"),
        .. new[] { "created", "activated", "retired", "saved" }.Select(done => $"Console.Domains.Done.{done}"),
        .. typeof(RecordSighting).GetNestedTypes().Where(type => type != typeof(RecordSighting.Seen)).Select(type => $"Problem.Signing.Record.{type.Name}"),
    ];

    [Theory, MemberData(nameof(Keys))]
    public void Every_name_has_its_text(string key) => Assert.NotEmpty(Texts.GetIn(Language.English.Culture, key));

    [Fact]
    public void Every_text_of_a_family_has_its_name() => Assert.Equal(
        Keys.Select(row => row.Data).Order(StringComparer.Ordinal),
        Texts.Of(System.Globalization.CultureInfo.InvariantCulture)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key)
            .Where(key => new[] { "Console.Domains.Done.", "Console.Domains.Finding.", "Console.Domains.Next.", "Console.Domains.Retire.", "Console.Domains.State.", "Problem.Signing.Pem.", "Problem.Signing.Record." }
                .Any(family => key.StartsWith(family, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal));
}
