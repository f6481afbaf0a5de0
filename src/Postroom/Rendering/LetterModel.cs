using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.Rendering;

/// <summary>What a letter knows: the schema of its model, from <c>model.json</c>.</summary>
public sealed record LetterModel
{
    /// <summary>Addresses that HTML and text must both show, such as <c>link</c>: without them the letter is of no use.</summary>
    public IReadOnlyList<string> MustLink { get => field ?? []; init; }

    /// <summary>The list that is cut when the letter grows too long; null: none.</summary>
    public string? Split { get; init; }

    /// <summary>The number that tells how many entries of <see cref="Split"/> were cut; null: none.</summary>
    public string? SplitRest { get; init; }

    /// <summary>What the letter is for, in English.</summary>
    public string En { get => field ?? ""; init; }

    /// <summary>What the letter is for, in Japanese.</summary>
    public string Ja { get => field ?? ""; init; }

    /// <summary>The values, by name.</summary>
    public required IReadOnlyDictionary<string, LetterField> Fields { get; init; }

    /// <summary>What every letter knows besides: the product, the name at its head and the language.</summary>
    public static IReadOnlyDictionary<string, LetterField> Common { get; } = CommonFields();

    /// <summary>Reads <c>model.json</c>.</summary>
    /// <exception cref="JsonException">It is no model.</exception>
    internal static LetterModel Parse(string json) =>
        JsonSerializer.Deserialize(json, LetterModelJson.Default.LetterModel) ?? throw new JsonException("The model is empty.");

    static Dictionary<string, LetterField> CommonFields() => new()
    {
        ["brand"] = Field(LetterFieldType.Line, "The name at the head of the letter: the app's, else the product's.", "手紙の頭に出る名前（アプリの名前、なければ製品名）"),
        ["language"] = Field(LetterFieldType.Line, "The language tag, such as ja.", "言語タグ（ja など）"),
        ["product"] = new LetterField
        {
            Type = LetterFieldType.Group,
            En = "The product, from Settings.",
            Ja = "製品（「設定」の値）",
            Fields = new Dictionary<string, LetterField>
            {
                ["name"] = Field(LetterFieldType.Line, "Its name.", "製品名"),
                ["siteUrl"] = Field(LetterFieldType.Url, "Its address.", "サイトのアドレス"),
                ["footer"] = Field(LetterFieldType.Text, "The line at the foot.", "フッターの文"),
                ["accent"] = Field(LetterFieldType.Line, "The colour of buttons, #rrggbb.", "ボタンの色 #rrggbb"),
                ["accentText"] = Field(LetterFieldType.Line, "The colour of writing on it.", "ボタンの文字の色"),
                ["accentLink"] = Field(LetterFieldType.Line, "The colour of links on white.", "白地でのリンクの色"),
                ["accentDark"] = Field(LetterFieldType.Line, "The colour of links on a dark ground.", "暗い背景でのリンクの色"),
                ["hasLogo"] = Field(LetterFieldType.Flag, "Whether there is a logo to show.", "ロゴを表示するか"),
                ["logo"] = Field(LetterFieldType.Url, "The logo's address in this letter.", "この手紙の中のロゴのアドレス"),
            },
        },
    };

    static LetterField Field(LetterFieldType type, string en, string ja) => new() { Type = type, En = en, Ja = ja };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LetterModel))]
sealed partial class LetterModelJson : JsonSerializerContext;
