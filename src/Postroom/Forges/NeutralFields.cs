using System.Globalization;
using System.Text.Json;
using Postroom.Accepting;
using Postroom.Forges.Readers;
using Postroom.Mail.Addresses;
using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>Reads the fields of an event of the neutral API, and says of each what is wrong with it.</summary>
sealed class NeutralFields(FieldProblems problems)
{
    const int MostPeople = 500;
    static readonly string[] PersonFields = ["login", "name", "email", "language", "isBot"];

    public void RefuseUnknown(JsonElement part, string prefix, string[] known)
    {
        if (part.ValueKind != JsonValueKind.Object) return;
        foreach (var name in part.EnumerateObject().Select(property => property.Name).Except(known, StringComparer.Ordinal))
            problems.Add(prefix + (ForgeText.Line(name, 64) ?? "(empty)"), "is not a field of this request: check its spelling, or leave it out.");
    }

    public JsonElement Object(JsonElement part, string name, bool isRequired = false)
    {
        var value = Get(part, name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            if (isRequired) problems.Add(name, "is missing: send an object.");
        }
        else if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(name, "is no object.");
        }

        return value;
    }

    public string? Line(JsonElement part, string prefix, string name, bool isRequired = false)
    {
        var line = ForgeText.Line(Text(part, prefix, name));
        if (line is null && isRequired) problems.Add(prefix + name, "is missing or empty.");
        return line;
    }

    public string? Block(JsonElement part, string prefix, string name) => ForgeText.Block(Text(part, prefix, name));

    public static bool Exists(JsonElement part, string name) => Get(part, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public long? Number(JsonElement part, string prefix, string name)
    {
        var number = new Part(part)[name].Positive;
        if (number is null) problems.Add(prefix + name, "is missing, or no whole number above 0.");
        return number;
    }

    public bool Flag(JsonElement part, string prefix, string name)
    {
        var value = Get(part, name);
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined))
            problems.Add(prefix + name, "is neither true nor false.");
        return value.ValueKind == JsonValueKind.True;
    }

    public Uri? Link(JsonElement part, string prefix, string name)
    {
        var text = Text(part, prefix, name);
        var link = ForgeLink.Web(text);
        if (text is not null && link is null) problems.Add(prefix + name, "is no address that begins with http:// or https://.");
        return link;
    }

    public DateTimeOffset? Time(JsonElement part, string name)
    {
        var time = new Part(part)[name].Time;
        if (time is null && new Part(part)[name].Exists)
            problems.Add(name, "is no time: write it with its offset, such as 2026-11-21T09:00:00Z (RFC 3339).");
        return time;
    }

    public PullRequestEventKind Kind(JsonElement root)
    {
        var word = Text(root, "", "kind");
        foreach (var kind in Enum.GetValues<PullRequestEventKind>())
            if (JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()) == word) return kind;
        problems.Add("kind", "is none of " + string.Join(", ", Enum.GetNames<PullRequestEventKind>().Select(JsonNamingPolicy.CamelCase.ConvertName)) + ".");
        return default;
    }

    public ForgePerson? Person(JsonElement part, string prefix, string name, bool isRequired = false)
    {
        var value = Get(part, name);
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)) return PersonOf(value, prefix + name);
        if (isRequired) problems.Add(prefix + name, "is missing: send an object with at least login.");
        return null;
    }

    public List<ForgePerson> People(JsonElement part, string prefix, string name)
    {
        var (value, people) = (Get(part, name), new List<ForgePerson>());
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return people;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostPeople)
        {
            problems.Add(prefix + name, string.Create(CultureInfo.InvariantCulture, $"is no list of at most {MostPeople} people."));
            return people;
        }

        for (var i = 0; i < value.GetArrayLength(); i++)
            if (PersonOf(value[i], string.Create(CultureInfo.InvariantCulture, $"{prefix}{name}[{i}]")) is { } person) people.Add(person);
        return people;
    }

    ForgePerson? PersonOf(JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(field, "is no object: send one with at least login.");
            return null;
        }

        var prefix = field + ".";
        RefuseUnknown(value, prefix, PersonFields);
        var login = Line(value, prefix, "login", isRequired: true);
        var email = Text(value, prefix, "email");
        if (email is { Length: > 0 } && MailboxParser.Parse(email) is MailboxParse.Refused)
            problems.Add(prefix + "email", "is no address: write it as name@example.com, or leave it out.");
        return login is null ? null : new ForgePerson(
            login, Line(value, prefix, "name"), ForgeAddress.Usable(email), Line(value, prefix, "language"), Flag(value, prefix, "isBot"));
    }

    string? Text(JsonElement part, string prefix, string name)
    {
        var value = Get(part, name);
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String)) problems.Add(prefix + name, "is no text.");
        return new Part(value).Text;
    }

    static JsonElement Get(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var value) ? value : default;
}
