using Postroom.Benchmarks;

return args switch
{
    ["load", .. var options] => await ApiLoad.RunAsync(options),
    ["letters", ..] => LetterSpeed.Run(),
    _ => ApiLoad.Usage(),
};
