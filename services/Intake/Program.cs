using Metropool.Hosting;
using Metropool.Http;
using Metropool.Intake;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.PersonalData;
using Metropool.Intake.Retention;
using Metropool.Mail;
using Metropool.Mail.Parked;
using Metropool.Messaging.Counting;
using Metropool.Pages;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPages(PageProof.Secret);
builder.AddPlatform<IntakeDbContext>(IntakeApi.Description, typeof(Program).Assembly);
builder.AddSettings<IntakeSettings>("Intake");
builder.AddMail<IntakeDbContext>();
builder.Services.AddDomainMetrics<IntakeMetrics>();
builder.AddRetention();
builder.Services.AddScoped<IAnnouncer, ApplicationAnnouncer>();

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapIntakeEditions()
    .MapIntakeApplications()
    .MapPersonalData()
    .MapOutgoingMails();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<IntakeDbContext>(args);
