namespace Metropool.Architecture.Tests;

/// <summary>Which rule is enforced where: <c>docs/programme-rules.md</c> says what the code does.</summary>
public sealed class ProgrammeRuleTests
{
    [Fact]
    public void Every_rule_in_the_table_has_its_method_and_its_test_and_every_tested_rule_is_in_the_table()
    {
        var lines = ProgrammeRules.Read(Codebase.Text("docs/programme-rules.md"));

        Assert.NotEmpty(lines);
        Assert.Empty(ProgrammeRules.Faults(lines, ProgrammeRules.Tests));
    }

    [Theory]
    [InlineData("| R15 | Intake | `Application.Reconsider` | `R15_A_test` |", "R15: Intake has no method Application.Reconsider.")]
    [InlineData("| R15 | Intake |  | `R15_A_test` |", "R15: Intake has no method none.")]
    [InlineData("| R15 | Intake | `Application.Decide` | `R15_Another_test` |", "R15: there is no test R15_Another_test of this rule.")]
    [InlineData("| R15 | Intake | `Application.Decide` |  |", "R15: there is no test none of this rule.")]
    [InlineData("| R14 | Intake | `Application.Decide` | `R15_A_test` |", "R14: there is no test R15_A_test of this rule.")]
    [InlineData("| R15 | Intake | `Application.Decide` | `R15_A_test` |", "R20 has tests and is not in the table.", "R20_Module_one_cannot_be_missed")]
    public void What_differs_would_be_seen(string line, string fault, params string[] furtherTests)
    {
        var tests = new HashSet<string>(furtherTests) { "R15_A_test" };

        Assert.Contains(fault, ProgrammeRules.Faults(ProgrammeRules.Read(line), tests));
    }
}
