using Postroom.Sandbox;

namespace Postroom.Tests.Contracts;

public abstract class SandboxContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_message_comes_back_as_it_came()
    {
        var message = Message("Hello");
        await Store.Sandbox.AddAsync(message, Token);
        var summary = Assert.Single(await Store.Sandbox.ListAsync(null, null, 10, Token));

        var stored = await Store.Sandbox.FindAsync(summary.Id, Token);

        Assert.Equivalent(message with { Bytes = default }, stored!.Message with { Bytes = default });
        Assert.Equal(message.Bytes.ToArray(), stored.Message.Bytes.ToArray());
    }

    [Fact]
    public async Task A_message_without_sender_From_and_subject_comes_back_as_it_came()
    {
        await Store.Sandbox.AddAsync(Message("") with { EnvelopeSender = "", From = "" }, Token);
        var summary = Assert.Single(await Store.Sandbox.ListAsync(null, null, 10, Token));

        var stored = await Store.Sandbox.FindAsync(summary.Id, Token);

        Assert.Equal(("", "", ""), (stored!.Message.EnvelopeSender, stored.Message.From, stored.Message.Subject));
    }

    [Fact]
    public async Task The_list_is_newest_first_with_what_a_line_shows()
    {
        await Store.Sandbox.AddAsync(Message("Old"), Token);
        await Store.Sandbox.AddAsync(Message("New"), Token);

        var list = await Store.Sandbox.ListAsync(null, null, 10, Token);

        Assert.Equal(["New", "Old"], list.Select(line => line.Subject));
        Assert.Equal(("Wiki <wiki@example.com>", 5L), (list[0].From, list[0].SizeBytes));
        Assert.Equal(["ann@example.org", "ben@example.org"], list[0].Recipients);
    }

    [Fact]
    public async Task The_list_goes_on_before_a_message()
    {
        for (var number = 0; number < 5; number++) await Store.Sandbox.AddAsync(Message($"{number}"), Token);
        var first = await Store.Sandbox.ListAsync(null, null, 2, Token);

        var second = await Store.Sandbox.ListAsync(null, first[^1].Id, 2, Token);

        Assert.Equal(["2", "1"], second.Select(line => line.Subject));
    }

    [Theory, InlineData("HELLO"), InlineData("ben@"), InlineData("wiki <")]
    public async Task Words_are_found(string text)
    {
        await Store.Sandbox.AddAsync(Message("Hello"), Token);
        await Store.Sandbox.AddAsync(Message("Bye") with { From = "Shop", EnvelopeSender = "shop@example.com", Recipients = ["zoe@example.net"] }, Token);

        Assert.Equal("Hello", Assert.Single(await Store.Sandbox.ListAsync(text, null, 10, Token)).Subject);
    }

    [Fact]
    public async Task Beyond_a_thousand_messages_the_oldest_go()
    {
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Store.Sandbox.AddAsync(Message("Many"), Token)));
        var oldest = (await Store.Sandbox.ListAsync(null, null, 2_000, Token))[^1];

        await Store.Sandbox.AddAsync(Message("Newest"), Token);

        var list = await Store.Sandbox.ListAsync(null, null, 2_000, Token);
        Assert.Equal((1_000, "Newest"), (list.Count, list[0].Subject));
        Assert.Null(await Store.Sandbox.FindAsync(oldest.Id, Token));
    }

    [Fact]
    public async Task Beyond_256_MiB_the_oldest_go()
    {
        var large = new byte[90 * 1024 * 1024];
        foreach (var subject in new[] { "1", "2", "3" }) await Store.Sandbox.AddAsync(Message(subject) with { Bytes = large }, Token);

        Assert.Equal(["3", "2"], (await Store.Sandbox.ListAsync(null, null, 10, Token)).Select(line => line.Subject));
    }

    [Fact]
    public async Task Can_be_emptied()
    {
        await Store.Sandbox.AddAsync(Message("Hello"), Token);
        await Store.Sandbox.AddAsync(Message("Hello"), Token);

        Assert.Equal(2, await Store.Sandbox.ClearAsync(Token));
        Assert.Empty(await Store.Sandbox.ListAsync(null, null, 10, Token));
    }

    [Fact]
    public async Task An_unknown_message_is_not_found() => Assert.Null(await Store.Sandbox.FindAsync(1, Token));

    SandboxMessage Message(string subject) => new(
        Store.Time.GetUtcNow(), "wiki@example.com", ["ann@example.org", "ben@example.org"], "Hi.\r\n"u8.ToArray(), "Wiki <wiki@example.com>", subject);
}
