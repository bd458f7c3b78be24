namespace TraceClient.Tool.Tests.Commands;

public sealed class CommandGroupTests
{
    [Fact]
    public void Every_command_has_the_name_and_the_description_of_its_entry() => Assert.All(
        CommandGroups.All.SelectMany(group => group.Commands),
        entry => Assert.Equal((entry.Name, entry.Description), (entry.Create().Name, entry.Create().Description)));

    [Theory]
    [InlineData("", "--help")]
    [InlineData("", "--demo", "--utc")]
    [InlineData("list", "--demo", "list")]
    [InlineData("list show", "list", "--text", "show")]
    public void Only_the_commands_that_a_line_names_are_created(string expected, params string[] arguments) =>
        Assert.Equal(expected, string.Join(' ', CommandGroups.CreateFor(arguments).Select(command => command.Name)));

    [Theory]
    [InlineData("lst")]
    [InlineData("help", "list")]
    [InlineData("__complete", "tracectl li")]
    public void All_commands_are_created_for_help_completion_and_suggestions(params string[] arguments) =>
        Assert.Equal(18, CommandGroups.CreateFor(arguments).Count());
}
