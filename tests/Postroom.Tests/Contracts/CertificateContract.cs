using System.Security.Cryptography;
using Postroom.MailServers.Trust;
using Postroom.Tests.Support;

namespace Postroom.Tests.Contracts;

public abstract class CertificateContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_certificate_comes_back_as_it_was_added()
    {
        var added = Certificate() with { Chain = "PEM", ProtectedKey = "protected" };

        Assert.True(await Store.Certificates.AddAsync(added, Token));

        var listed = Assert.Single(await Store.Certificates.ListAsync(Token));
        Assert.Equal(
            (added.Sha256, added.Kind, Convert.ToHexString(added.Der.Span), added.Chain, added.ProtectedKey, added.AddedAt, added.AddedBy),
            (listed.Sha256, listed.Kind, Convert.ToHexString(listed.Der.Span), listed.Chain, listed.ProtectedKey, listed.AddedAt, listed.AddedBy));
    }

    [Fact]
    public async Task The_same_certificate_is_added_once()
    {
        await Store.Certificates.AddAsync(Certificate(), Token);

        Assert.False(await Store.Certificates.AddAsync(Certificate() with { AddedBy = "somebody else" }, Token));
        Assert.Equal("ada@example.com", Assert.Single(await Store.Certificates.ListAsync(Token)).AddedBy);
    }

    [Fact]
    public async Task A_certificate_is_removed_once()
    {
        await Store.Certificates.AddAsync(Certificate(), Token);

        Assert.True(await Store.Certificates.DeleteAsync(Certificate().Sha256, Token));
        Assert.False(await Store.Certificates.DeleteAsync(Certificate().Sha256, Token));
        Assert.Empty(await Store.Certificates.ListAsync(Token));
    }

    [Fact]
    public async Task What_a_server_showed_last_is_remembered()
    {
        var first = new PresentedCertificate("mail.example.com:25", new byte[] { 1 }, Store.Time.GetUtcNow());
        await Store.CertificateLog.NotePresentedAsync(first, Token);
        await Store.CertificateLog.NotePresentedAsync(first with { Der = new byte[] { 2 }, SeenAt = first.SeenAt.AddDays(1) }, Token);
        await Store.CertificateLog.NotePresentedAsync(first, Token);

        var known = Assert.Single(await Store.CertificateLog.ListPresentedAsync(Token));

        Assert.Equal(("02", first.SeenAt.AddDays(1)), (Convert.ToHexString(known.Der.Span), known.SeenAt));
    }

    [Fact]
    public async Task A_warning_that_was_given_is_known_to_every_node()
    {
        await Store.CertificateLog.NoteWarnedAsync("ab", 7, Store.Time.GetUtcNow(), Token);
        await Store.CertificateLog.NoteWarnedAsync("ab", 7, Store.Time.GetUtcNow(), Token);
        await using var other = Store.OpenAnotherNode();

        Assert.True(await other.CertificateLog.WasWarnedAsync("ab", 7, Token));
        Assert.False(await other.CertificateLog.WasWarnedAsync("ab", 1, Token));
    }

    [Fact]
    public async Task A_snooze_is_known_to_every_node_and_the_newest_counts()
    {
        await Store.CertificateLog.SnoozeAsync(new CertificateSnooze("ab", 30), Store.Time.GetUtcNow(), "ada@example.com", Token);
        await Store.CertificateLog.SnoozeAsync(new CertificateSnooze("ab", 7), Store.Time.GetUtcNow(), "ada@example.com", Token);
        await using var other = Store.OpenAnotherNode();

        Assert.Equal([new CertificateSnooze("ab", 7)], await other.CertificateLog.ListSnoozesAsync(Token));
    }

    StoredCertificate Certificate() => new()
    {
        Sha256 = TestCertificates.Root.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
        Kind = CertificateKind.Authority,
        Der = TestCertificates.Root.RawData,
        AddedAt = Store.Time.GetUtcNow(),
        AddedBy = "ada@example.com",
    };
}
