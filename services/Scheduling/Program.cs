using Metropool.Hosting;
using Metropool.Http;
using Metropool.Messaging.Counting;
using Metropool.Scheduling;
using Metropool.Scheduling.Announcing;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.Passes;
using Metropool.Scheduling.ProgrammeTimeMoves;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform<SchedulingDbContext>(SchedulingApi.Description, typeof(Program).Assembly);
builder.AddSettings<SchedulingSettings>("Scheduling");
builder.Services.AddDomainMetrics<SchedulingMetrics>();
builder.Services.AddSchedulingDocument();
builder.Services.AddSingleton<EditionLinter>();
builder.Services.AddScoped<Calendar>();
builder.Services.AddScoped<Roster>();
builder.Services.AddScoped<InterviewCancellation>();
builder.Services.AddScoped<Standings>();
builder.Services.AddScoped<ProgrammePass>();
builder.Services.AddSingleton<PassSignal>();
builder.Services.AddHostedService<ProgrammePassLoop>();
builder.Services.AddScoped<IAnnouncer, Announcer>();

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapProgrammeTimeMoves()
    .MapEditions()
    .MapModuleDays()
    .MapInterviews()
    .MapParticipations();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<SchedulingDbContext>(args);
