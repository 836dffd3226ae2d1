using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json.Nodes;

namespace Metropool.Intake.Tests;

/// <summary>The terms of an edition.</summary>
public sealed class TermsTests(IntakeFixture intake)
{
    [Fact]
    public async Task R15_The_capacity_is_not_set_below_the_places_that_are_given_out()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.AdmittedAsync();
        await scene.AdmittedAsync();

        await PutAsync(scene, Terms(capacity: 1)).RefusedAsync(HttpStatusCode.Conflict, "intake.capacity-below-places-taken");
        await PutAsync(scene, Terms(capacity: 2)).OkAsync();
    }

    [Fact]
    public async Task The_second_of_two_changes_of_the_same_terms_is_refused()
    {
        var scene = await Scene.OpenAsync(intake);
        using var read = await scene.Manager.FetchAsync(Path(scene));
        var tag = read.Headers.ETag!.ToString();

        await PutAsync(scene, Terms(capacity: 20), tag).OkAsync();
        await PutAsync(scene, Terms(capacity: 30), tag).RefusedAsync(HttpStatusCode.PreconditionFailed, "request.version-mismatch");
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
    public async Task What_is_no_term_is_refused(string field, string value)
    {
        var scene = await Scene.OpenAsync(intake);
        var terms = Terms(capacity: 20);
        terms[field] = JsonNode.Parse(value);

        var problem = await PutAsync(scene, terms).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");

        Assert.StartsWith(field, Assert.Single(problem.Each("errors", "where")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_minimum_group_is_not_larger_than_the_capacity()
    {
        var scene = await Scene.OpenAsync(intake);
        var terms = Terms(capacity: 10);
        terms["minimumGroup"] = 11;

        await PutAsync(scene, terms).RefusedAsync(HttpStatusCode.BadRequest, "intake.minimum-group-above-capacity");
    }

    [Theory]
    [InlineData(28, 50, 28, 100)]
    [InlineData(56, 50, 28, 20)]
    public async Task A_cancellation_table_does_not_contradict_itself(int days, int charge, int otherDays, int otherCharge)
    {
        var scene = await Scene.OpenAsync(intake);
        var terms = Terms(capacity: 10);
        terms["cancellation"] = new JsonArray(
            new JsonObject { ["untilDaysBeforeStart"] = days, ["chargePercentage"] = charge },
            new JsonObject { ["untilDaysBeforeStart"] = otherDays, ["chargePercentage"] = otherCharge });

        await PutAsync(scene, terms).RefusedAsync(HttpStatusCode.BadRequest, "intake.cancellation-table-contradictory");
    }

    [Theory]
    [InlineData(12, 12, 50, null)]
    [InlineData(10, 12, 50, "DefaultMinimumGroup")]
    [InlineData(12, 12, 20, "DefaultCancellation")]
    public void The_terms_that_editions_begin_with_do_not_contradict_each_other(int capacity, int minimumGroup, int laterCharge, string? wrong)
    {
        var settings = new IntakeSettings { DefaultCapacity = capacity, DefaultMinimumGroup = minimumGroup, DefaultCancellation = [new(0, laterCharge), new(28, 50)] };
        var faults = new List<ValidationResult>();

        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);

        Assert.Equal(wrong is null ? [] : [wrong], faults.SelectMany(fault => fault.MemberNames));
    }

    private static string Path(Scene scene) => $"/intake/v1/editions/{scene.Edition.EditionId}/terms";

    private static JsonObject Terms(int capacity) => new()
    {
        ["capacity"] = capacity,
        ["minimumGroup"] = 1,
        ["priceInCents"] = 1_000_000,
        ["hotelIncluded"] = false,
        ["vat"] = "included",
        ["cancellation"] = new JsonArray(),
    };

    private static async Task<HttpResponseMessage> PutAsync(Scene scene, JsonObject terms, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Path(scene)) { Content = new StringContent(terms.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await scene.Manager.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
