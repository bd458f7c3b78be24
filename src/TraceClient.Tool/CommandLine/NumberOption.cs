using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>A whole number within bounds.</summary>
internal static class NumberOption
{
    public static Option<int?> Make(string name, string description, int least, int most = int.MaxValue)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < least || number > most))
                result.AddError(string.Create(
                    CultureInfo.InvariantCulture, $"{name} is {(most == int.MaxValue ? $"{least} or more" : $"from {least} to {most}")}."));
        });
        return option;
    }
}
