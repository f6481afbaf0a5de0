namespace Postroom.Notifications.Digests;

/// <summary>Makes the shortest true digest of what happened: what was undone is not told. Pure functions, one for each rule, run in this order.</summary>
public static class DigestCompaction
{
    static readonly NoticeKind[] Verdicts = [NoticeKind.Approved, NoticeKind.Unapproved, NoticeKind.NeedsWork, NoticeKind.Dismissed];

    /// <summary>What is left to tell, oldest first; empty: nothing.</summary>
    public static IReadOnlyList<DigestItem> Of(IReadOnlyList<DigestItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        // Events may come late, as after a fault: what happened last is last. Those of one moment stay as they came.
        var left = WithoutDeletedComments([.. items.OrderBy(item => item.Event.At)]);
        left = WithLastTexts(left);
        left = OnePush(left);
        left = OneVerdictEach(left);
        left = OneRetarget(left);
        left = OneEdit(left);
        left = Toggled(left, NoticeKind.ConvertedToDraft, NoticeKind.ReadyForReview);
        left = Toggled(left, NoticeKind.AutoMergeRequested, NoticeKind.AutoMergeCancelled);
        left = Toggled(left, NoticeKind.ReviewerAdded, NoticeKind.ReviewerRemoved);
        left = Toggled(left, NoticeKind.Assigned, NoticeKind.Unassigned);
        left = OneReviewerChange(left);
        left = OneEnd(left);
        return [.. left.Where(item => item.Reason is not null)];
    }

    /// <summary>A deleted comment was never there, nor was its edit.</summary>
    public static IReadOnlyList<DigestItem> WithoutDeletedComments(IReadOnlyList<DigestItem> items)
    {
        var deleted = items.Where(item => item.Kind == NoticeKind.CommentDeleted).Select(CommentOf).ToHashSet();
        return [.. items.Where(item => item.Kind != NoticeKind.CommentDeleted && !(CommentOf(item) is { } comment && deleted.Contains(comment)))];
    }

    /// <summary>An edited comment says what it says now. An edit of what was told before is nothing to tell.</summary>
    public static IReadOnlyList<DigestItem> WithLastTexts(IReadOnlyList<DigestItem> items)
    {
        var last = items.Where(item => item.Kind == NoticeKind.CommentEdited && CommentOf(item) is not null)
            .GroupBy(item => CommentOf(item)!).ToDictionary(edits => edits.Key, edits => edits.Last());
        return
        [
            .. items.Where(item => item.Kind != NoticeKind.CommentEdited)
                .Select(item => CommentOf(item) is { } comment && last.TryGetValue(comment, out var edit) ? WithText(item, edit) : item),
        ];
    }

    /// <summary>Several pushes are one, from the commit before the first to the last one.</summary>
    public static IReadOnlyList<DigestItem> OnePush(IReadOnlyList<DigestItem> items)
    {
        var pushes = items.Where(item => item.Kind == NoticeKind.Pushed).ToList();
        if (pushes.Count < 2) return items;
        var last = pushes[^1];
        var commits = pushes.SelectMany(push => push.Event.Commits).DistinctBy(commit => commit.Id).ToList();
        var whole = last.Event with { PreviousCommit = pushes[0].Event.PreviousCommit, Commits = commits };
        return Replaced(OnlyLast(items, NoticeKind.Pushed), last, last with { Event = whole });
    }

    /// <summary>Of each reviewer's verdicts the last one counts, and none when it is taken back. What they wrote stays.</summary>
    public static IReadOnlyList<DigestItem> OneVerdictEach(IReadOnlyList<DigestItem> items)
    {
        var superseded = new HashSet<DigestItem>(ReferenceEqualityComparer.Instance);
        foreach (var verdicts in items.Where(item => Verdicts.Contains(item.Kind)).GroupBy(ReviewerOf, StringComparer.OrdinalIgnoreCase))
        {
            var all = verdicts.ToList();
            var isBack = all.Count > 1 && TakesBack(all[0]) != TakesBack(all[^1])
                && (TakesBack(all[^1]) || (all[^1].Kind == NoticeKind.Approved && all[0].Kind == NoticeKind.Unapproved));
            superseded.UnionWith(isBack ? all : all.SkipLast(1));
        }

        return
        [
            .. items.Where(item => !superseded.Contains(item) || HasText(item))
                .Select(item => superseded.Contains(item) ? item with { Kind = NoticeKind.Reviewed } : item),
        ];
    }

    /// <summary>Several changes of the target are one, from the first to the last; none when it is back.</summary>
    public static IReadOnlyList<DigestItem> OneRetarget(IReadOnlyList<DigestItem> items)
    {
        var first = items.FirstOrDefault(item => item.Kind == NoticeKind.Retargeted);
        if (first is null) return items;
        var last = items.Last(item => item.Kind == NoticeKind.Retargeted);
        var from = first.Event.PreviousTarget;
        if (from is not null && from == last.Event.PullRequest.TargetBranch) return Without(items, NoticeKind.Retargeted);
        return Replaced(OnlyLast(items, NoticeKind.Retargeted), last, last with { Event = last.Event with { PreviousTarget = from } });
    }

    /// <summary>
    /// Several edits of title and description are one, from the first title and description to the last.
    /// </summary>
    public static IReadOnlyList<DigestItem> OneEdit(IReadOnlyList<DigestItem> items)
    {
        var edits = items.Where(item => item.Kind == NoticeKind.Edited).ToList();
        if (edits.Count < 2) return items;
        var last = edits[^1];
        var title = edits.Select(edit => edit.Event.PreviousTitle).FirstOrDefault(before => before is not null);
        var text = edits.Select(edit => edit.Event.PreviousText).FirstOrDefault(before => before is not null);
        var whole = last.Event with
        {
            PreviousTitle = title == last.Event.PullRequest.Title ? null : title,
            PreviousText = text == (last.Event.PullRequest.Description ?? "") ? null : text,
        };
        return Replaced(OnlyLast(items, NoticeKind.Edited), last, last with { Event = whole });
    }

    /// <summary>To and fro is nothing; to, fro and to is once.</summary>
    public static IReadOnlyList<DigestItem> Toggled(IReadOnlyList<DigestItem> items, NoticeKind there, NoticeKind back)
    {
        var turns = items.Where(item => item.Kind == there || item.Kind == back).ToList();
        if (turns.Count < 2) return items;
        var isUndone = turns[0].Kind != turns[^1].Kind;
        return [.. items.Where(item => (item.Kind != there && item.Kind != back) || (!isUndone && ReferenceEquals(item, turns[^1])))];
    }

    /// <summary>Several changes of reviewers are one: who came and stayed, who was there and left.</summary>
    public static IReadOnlyList<DigestItem> OneReviewerChange(IReadOnlyList<DigestItem> items)
    {
        var changes = items.Where(item => item.Kind == NoticeKind.ReviewersChanged).ToList();
        if (changes.Count < 2) return items;
        var (added, removed) = (new List<ForgePerson>(), new List<ForgePerson>());
        foreach (var change in changes)
        {
            Move(change.Event.AddedReviewers, removed, added);
            Move(change.Event.RemovedReviewers, added, removed);
        }

        if (added.Count + removed.Count == 0) return Without(items, NoticeKind.ReviewersChanged);
        var last = changes[^1];
        return Replaced(
            OnlyLast(items, NoticeKind.ReviewersChanged), last, last with { Event = last.Event with { AddedReviewers = added, RemovedReviewers = removed } });
    }

    /// <summary>
    /// The last end counts: declined and opened again is nothing. Merged or declined closes the digest: beside it stand only
    /// texts, as commits and verdicts matter no more. Deleted leaves nothing to read but that.
    /// </summary>
    public static IReadOnlyList<DigestItem> OneEnd(IReadOnlyList<DigestItem> items)
    {
        var turned = Toggled(items, NoticeKind.Declined, NoticeKind.Reopened);
        var end = turned.LastOrDefault(item => item.Kind is NoticeKind.Merged or NoticeKind.Declined or NoticeKind.Deleted or NoticeKind.Reopened);
        if (end is null or { Kind: NoticeKind.Reopened }) return turned;
        if (end.Kind == NoticeKind.Deleted) return [end];
        return
        [
            .. turned.Where(item => ReferenceEquals(item, end) || HasText(item) || item.Kind is NoticeKind.Opened or NoticeKind.OpenedAsDraft or NoticeKind.Mentioned)
                .Select(item => Verdicts.Contains(item.Kind) ? item with { Kind = NoticeKind.Reviewed } : item),
        ];
    }

    static bool TakesBack(DigestItem verdict) => verdict.Kind is NoticeKind.Unapproved or NoticeKind.Dismissed;

    // Who dismisses takes away the verdict of somebody else.
    static string ReviewerOf(DigestItem verdict) =>
        verdict is { Kind: NoticeKind.Dismissed, Event.Comment: { } review } ? review.Author.Login : verdict.Event.Actor.Login;

    static string? CommentOf(DigestItem item) => item.Event.Comment?.Id;

    static bool HasText(DigestItem item) => !string.IsNullOrWhiteSpace(item.Event.Comment?.Text);

    static DigestItem WithText(DigestItem item, DigestItem edit)
    {
        var (comment, edited) = (item.Event.Comment!, edit.Event.Comment!);
        return item with
        {
            Event = item.Event with { Comment = comment with { Text = edited.Text, Task = edited.Task } },
        };
    }

    static IReadOnlyList<DigestItem> OnlyLast(IReadOnlyList<DigestItem> items, NoticeKind kind)
    {
        var last = items.LastOrDefault(item => item.Kind == kind);
        return last is null ? items : [.. items.Where(item => item.Kind != kind || ReferenceEquals(item, last))];
    }

    static IReadOnlyList<DigestItem> Without(IReadOnlyList<DigestItem> items, NoticeKind kind) =>
        [.. items.Where(item => item.Kind != kind)];

    static IReadOnlyList<DigestItem> Replaced(IReadOnlyList<DigestItem> items, DigestItem old, DigestItem by) =>
        [.. items.Select(item => ReferenceEquals(item, old) ? by : item)];

    // Whoever was taken away before is simply back.
    static void Move(IReadOnlyList<ForgePerson> people, List<ForgePerson> from, List<ForgePerson> to)
    {
        foreach (var person in people)
        {
            var wasThere = from.RemoveAll(other => other.Login.Equals(person.Login, StringComparison.OrdinalIgnoreCase)) > 0;
            if (!wasThere && !to.Exists(other => other.Login.Equals(person.Login, StringComparison.OrdinalIgnoreCase))) to.Add(person);
        }
    }
}
