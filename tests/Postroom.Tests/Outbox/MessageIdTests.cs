using Postroom.Outbox;
using Postroom.Tests.Support;

namespace Postroom.Tests.Outbox;

public sealed class MessageIdTests
{
    readonly FakeTime _time = new();

    [Fact]
    public void A_later_id_sorts_after_an_earlier_one()
    {
        var earlier = MessageId.New(_time);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(earlier.ToString(), MessageId.New(_time).ToString()) < 0);
    }

    [Fact]
    public void The_text_form_can_be_read_again()
    {
        var id = MessageId.New(_time);

        Assert.True(MessageId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
    }

    [Theory, InlineData(null), InlineData(""), InlineData("4711"), InlineData("{0198c6a0-0000-7000-8000-000000000000}"), InlineData("0198c6a0000070008000000000000000")]
    public void Nothing_else_is_an_id(string? text) => Assert.False(MessageId.TryParse(text, out _));
}
