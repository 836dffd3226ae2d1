using System.ComponentModel.DataAnnotations;

namespace Metropool.Intake.Tests;

/// <summary>The terms of an edition.</summary>
public sealed class TermsTests(IntakeFixture intake)
{
    [Fact]
    public async Task R15_The_capacity_cannot_be_set_below_the_places_taken()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.AdmittedAsync();
        await scenario.AdmittedAsync();

        await PutAsync(scenario, Terms(capacity: 1)).RefusedAsync(Conflict, "intake.capacity-below-places-taken");
        await PutAsync(scenario, Terms(capacity: 2)).OkAsync();
    }

    [Fact]
    public async Task The_second_of_two_changes_of_the_same_terms_is_refused()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var version = await scenario.Manager.EntityTagAsync($"{scenario.Path}/terms");

        await PutAsync(scenario, Terms(capacity: 20), version).OkAsync();
        await PutAsync(scenario, Terms(capacity: 30), version).RefusedAsync(PreconditionFailed, "request.version-mismatch");
    }

    [Theory]
    [InlineData("capacity", "0")]
    [InlineData("capacity", "501")]
    [InlineData("capacity", "1.5")]
    [InlineData("capacity", "\"25\"")]
    [InlineData("minimumGroup", "0")]
    [InlineData("priceInCents", "-1")]
    [InlineData("vat", "\"perhaps\"")]
    [InlineData("vat", "1")]
    [InlineData("judgementMode", "\"aloud\"")]
    [InlineData("cancellation", "null")]
    [InlineData("cancellation", """[{"untilDaysBeforeStart":-1,"chargePercentage":0}]""")]
    [InlineData("cancellation", """[{"untilDaysBeforeStart":0,"chargePercentage":101}]""")]
    [InlineData("cancellation", """[{"untilDaysBeforeStart":0}]""")]
    [InlineData("surcharge", "1")]
    public async Task Invalid_terms_are_refused(string field, string value)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var terms = Terms(capacity: 20);
        terms[field] = JsonNode.Parse(value);

        var problem = await PutAsync(scenario, terms).RefusedAsync(BadRequest, "request.invalid");

        Assert.StartsWith(field, Assert.Single(problem.Each("errors", "where")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_minimum_group_cannot_exceed_the_capacity()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var terms = Terms(capacity: 10);
        terms["minimumGroup"] = 11;

        await PutAsync(scenario, terms).RefusedAsync(BadRequest, "intake.minimum-group-above-capacity");
    }

    [Theory]
    [InlineData(28, 50, 28, 100)]
    [InlineData(56, 50, 28, 20)]
    public async Task A_contradictory_cancellation_table_is_refused(int days, int charge, int otherDays, int otherCharge)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var terms = Terms(capacity: 10);
        terms["cancellation"] = new JsonArray(
            new JsonObject { ["untilDaysBeforeStart"] = days, ["chargePercentage"] = charge },
            new JsonObject { ["untilDaysBeforeStart"] = otherDays, ["chargePercentage"] = otherCharge });

        await PutAsync(scenario, terms).RefusedAsync(BadRequest, "intake.cancellation-table-contradictory");
    }

    [Theory]
    [InlineData(12, 12, 50, null)]
    [InlineData(10, 12, 50, "DefaultMinimumGroup")]
    [InlineData(12, 12, 20, "DefaultCancellation")]
    public void Contradictory_default_terms_are_refused(int capacity, int minimumGroup, int laterCharge, string? wrong)
    {
        var settings = new IntakeSettings
        {
            DefaultCapacity = capacity, DefaultMinimumGroup = minimumGroup, DefaultCancellation = [new(0, laterCharge), new(28, 50)],
        };
        var faults = new List<ValidationResult>();

        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);

        Assert.Equal(wrong is null ? [] : [wrong], faults.SelectMany(fault => fault.MemberNames));
    }

    private static JsonObject Terms(int capacity) => new()
    {
        ["capacity"] = capacity,
        ["minimumGroup"] = 1,
        ["priceInCents"] = 1_000_000,
        ["hotelIncluded"] = false,
        ["vat"] = "included",
        ["cancellation"] = new JsonArray(),
    };

    private static Task<HttpResponseMessage> PutAsync(Scenario scenario, JsonObject terms, string? ifMatch = null) =>
        scenario.Manager.PutAsync($"{scenario.Path}/terms", terms, ifMatch);
}
