using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Settings;

namespace Postroom.Tests.Settings;

public sealed class SecretProtectorTests
{
    readonly SecretProtector _protector = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void Reads_what_it_protected()
    {
        var kept = _protector.Protect("password", "a", "秘密 secret");

        Assert.Equal(new SecretReading.Read("秘密 secret"), _protector.Unprotect("password", "a", kept));
    }

    [Theory, InlineData("password", "b"), InlineData("token", "a")]
    public void Reads_it_for_nothing_else(string purpose, string boundTo)
    {
        var kept = _protector.Protect("password", "a", "secret");

        Assert.IsType<SecretReading.Lost>(_protector.Unprotect(purpose, boundTo, kept));
    }

    [Fact]
    public void A_lost_key_ring_is_an_outcome()
    {
        var kept = _protector.Protect("password", "a", "secret");

        Assert.IsType<SecretReading.Lost>(new SecretProtector(new EphemeralDataProtectionProvider()).Unprotect("password", "a", kept));
    }

    [Theory, InlineData(""), InlineData("not protected"), InlineData("CfDJ8AAA")]
    public void A_damaged_text_is_an_outcome(string text) => Assert.IsType<SecretReading.Lost>(_protector.Unprotect("password", "a", text));

    [Fact]
    public void Its_reading_never_shows_the_secret() => Assert.DoesNotContain("secret", new SecretReading.Read("secret").ToString());

    [Fact]
    public void Keys_are_in_a_folder_of_their_own_that_only_the_owner_can_read()
    {
        var data = Directory.CreateTempSubdirectory("postroom-keys-");
        using var services = new ServiceCollection().AddSettings(data.FullName).BuildServiceProvider();

        services.GetRequiredService<SecretProtector>().Protect("password", "a", "secret");

        var keys = new DirectoryInfo(Path.Combine(data.FullName, "keys"));
        Assert.NotEmpty(keys.GetFiles("key-*.xml"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
        data.Delete(recursive: true);
    }
}
