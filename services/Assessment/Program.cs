using Metropool.Assessment;
using Metropool.Assessment.Assessments;
using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Requirements;
using Metropool.Hosting;
using Metropool.Http;
using Metropool.Messaging.Counting;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform<AssessmentDbContext>(AssessmentApi.Description, typeof(Program).Assembly);
builder.AddSettings<AssessmentSettings>("Assessment");
builder.Services.AddDomainMetrics<AssessmentMetrics>();
builder.Services.AddScoped<AssessmentStore>();
builder.Services.AddScoped<IAnnouncer, AssessmentAnnouncer>();

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapAssessments()
    .MapLogbook()
    .MapPages()
    .MapInterviews()
    .MapRequirements()
    .MapCertificates()
    .MapEditionSettings();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<AssessmentDbContext>(args);
