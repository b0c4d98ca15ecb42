# The peer of forecast.ts: R's ets and stlf on the same series, one core, with the time of each.
#
#   Rscript bench/peers/forecast.R < SERIES.jsonl
suppressMessages(library(forecast))

# The number, or the numbers, of a key; null is missing.
read_key <- function(line, key) {
  text <- sub(paste0('.*"', key, '": *(\\[[^]]*\\]|[^,}]*).*'), "\\1", line)
  as.numeric(strsplit(gsub("null", "NA", gsub("[][ ]", "", text)), ",")[[1]])
}

lines <- readLines(file("stdin"))
taken <- list(ets = c(), stlf = c())
for (line in lines) {
  season <- read_key(line, "m")
  horizon <- read_key(line, "h")
  train <- ts(read_key(line, "train"), frequency = season)
  taken$ets <- c(taken$ets, system.time(try(forecast(ets(train), h = horizon), silent = TRUE))["user.self"])
  if (season > 1 && length(train) > 2 * season) {
    taken$stlf <- c(taken$stlf, system.time(try(stlf(train, h = horizon), silent = TRUE))["user.self"])
  }
}
for (name in names(taken)) {
  if (length(taken[[name]]) == 0) next
  cat(sprintf("%s: median %.3f s, worst %.3f s\n", name, median(taken[[name]]), max(taken[[name]])))
}
