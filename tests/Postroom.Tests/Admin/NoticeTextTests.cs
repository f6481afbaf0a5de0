using System.Collections;
using System.Globalization;
using Postroom.Admin.PreferencePages;
using Postroom.Languages;
using Postroom.Notifications;
using Postroom.Notifications.Choices;

namespace Postroom.Tests.Admin;

public sealed class NoticeTextTests
{
    [Fact]
    public void Names_and_texts_agree()
    {
        var names = Enum.GetNames<NoticeKind>().Select(name => "Notices.Kind." + name)
            .Concat(Enum.GetNames<NoticeTopic>().Select(name => "Notices.Topic." + name))
            .Concat(Enum.GetNames<NotSentReason>().Select(name => "Notices.NotSent." + name))
            .Concat(Enum.GetNames<NoticeTiming>().Append("Usual").Select(name => "Notices.Timing." + name))
            .Concat(["Notices.Usual.AtOnce", "Notices.Usual.InDigest", "Notices.Usual.Mixed"])
            .Concat(RecipientTable.Rules.SelectMany(row => new[] { "Notices.Rule." + row.Rule, $"Notices.Rule.{row.Rule}.Who" }));

        var texts = Texts.Of(CultureInfo.InvariantCulture)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key)
            .Where(key => key.StartsWith("Notices.", StringComparison.Ordinal));

        Assert.Equal(names.Order(), texts.Order());
    }
}
