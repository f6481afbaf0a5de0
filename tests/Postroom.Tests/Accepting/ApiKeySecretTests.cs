using Postroom.Accepting;
using Postroom.Tests.Support;

namespace Postroom.Tests.Accepting;

public sealed class ApiKeySecretTests
{
    [Fact]
    public void Has_256_random_bits() => Assert.Matches("^pr_[A-Za-z0-9_-]{43}$", ApiKeySecret.New().Text);

    [Fact]
    public void No_two_are_alike() => Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => ApiKeySecret.New().Id).Distinct().Count());

    [Fact]
    public void Does_not_tell_itself_by_accident()
    {
        var secret = ApiKeySecret.New();

        Assert.DoesNotContain(secret.Text, $"{secret}");
    }

    [Fact]
    public void Is_kept_as_its_hash_alone()
    {
        var secret = ApiKeySecret.New();

        var key = secret.ToKey(["send"], new FakeTime().GetUtcNow());

        Assert.Equal((secret.Id, ApiKeySecret.HashOf(secret.Text)), (key.Id, key.Sha256));
        Assert.DoesNotContain(secret.Text, key.ToString());
    }

    [Fact]
    public void Hash_is_SHA_256() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ApiKeySecret.HashOf("abc"));
}
