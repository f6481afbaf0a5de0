using Postroom.Settings;

namespace Postroom.Notifications.Choices;

/// <summary>Makes and reads the links by which people reach their own pages without signing in. They start with the site's address and never expire.</summary>
public sealed class PersonLinks(PersonTokens tokens, IProductSettings product)
{
    /// <summary>The page of a person's preferences.</summary>
    /// <param name="person">The person.</param>
    /// <param name="thread">The pull request the mail is about by its number here, which the page lets them watch; 0: none.</param>
    public Uri Preferences(Guid person, long thread = 0) =>
        Link("preferences", tokens.Write(new PersonToken(person, PersonTokenUse.Preferences, thread)));

    /// <summary>The page, and door for programs, that ends mail about a pull request.</summary>
    /// <param name="person">The person.</param>
    /// <param name="thread">The pull request by its number here; 0: all mail.</param>
    public Uri Unsubscribe(Guid person, long thread) =>
        Link("unsubscribe", tokens.Write(new PersonToken(person, PersonTokenUse.Unsubscribe, thread)));

    Uri Link(string page, string token) => new($"{product.Current.SiteUrl.AbsoluteUri.TrimEnd('/')}/{page}/{token}");
}
