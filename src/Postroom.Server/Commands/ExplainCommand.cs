using System.CommandLine;
using Postroom.Diagnosis;
using Postroom.Languages;

namespace Postroom.Server.Commands;

/// <summary><c>postroom explain</c>: what a mail server's words mean and what to do.</summary>
static class ExplainCommand
{
    public static Command Create(CommandConsole console)
    {
        var text = new Argument<string[]>("TEXT") { Description = "A reply or a log line.", Arity = ArgumentArity.OneOrMore };
        var language = new Option<string>("--lang") { Description = "The language of the answer.", HelpName = "TAG", DefaultValueFactory = _ => Language.English.Tag };
        language.AcceptOnlyFromAmong([.. Language.All.Select(known => known.Tag)]);
        var json = CommonOptions.Json();

        var command = new Command("explain", "Explain what a mail server said, and what to do.") { text, language, json };
        command.SetAction(result =>
        {
            var explanation = ReplyExplainer.Explain(string.Join(' ', result.GetRequiredValue(text)), Language.Find(result.GetRequiredValue(language))!.Culture);
            if (result.GetValue(json))
            {
                console.WriteLine(explanation.ToJson());
            }
            else
            {
                console.WriteLine(explanation.Cause);
                console.WriteLine(explanation.Remedy);
                foreach (var link in explanation.Links) console.WriteLine(link);
                console.Remark($"({explanation.Id}; who acts: {explanation.Who}; retry: {explanation.Retry})");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
