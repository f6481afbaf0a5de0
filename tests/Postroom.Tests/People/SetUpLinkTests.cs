using Postroom.People;

namespace Postroom.Tests.People;

public sealed class SetUpLinkTests
{
    readonly SetUpLink _link = new();

    [Fact]
    public void Opens_with_its_token() => Assert.True(_link.Opens(_link.Open()));

    [Theory, InlineData(null), InlineData(""), InlineData("another")]
    public void Opens_with_no_other_token(string? token)
    {
        _link.Open();

        Assert.False(_link.Opens(token));
    }

    [Fact]
    public void A_newer_link_ends_the_former_one()
    {
        var former = _link.Open();
        _link.Open();

        Assert.False(_link.Opens(former));
    }

    [Fact]
    public void Opens_no_more_once_closed()
    {
        var token = _link.Open();
        _link.Close();

        Assert.False(_link.Opens(token));
    }

    [Theory, InlineData(null), InlineData("")]
    public void Is_shut_before_it_was_opened(string? token) => Assert.False(_link.Opens(token));

    [Fact]
    public void Has_256_random_bits() => Assert.Equal(43, _link.Open().Length);
}
