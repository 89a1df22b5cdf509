// SPDX-License-Identifier: Apache-2.0
package org.packetloom.management;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.packetloom.ConnectorUri;
import org.packetloom.Packetloom;
import org.packetloom.PacketloomStatistics;
import org.packetloom.PollerStatistics;

/**
 * Meters of a toolkit for Micrometer, which the application brings along: nothing else here needs
 * it.
 *
 * {@snippet :
 * PacketloomMetrics.of(loom, "toolkit", "front").bindTo(registry);
 * }
 *
 * <p>The meters are {@code packetloom.connectors.open} by {@code scheme}, {@code
 * packetloom.threads.parked}, {@code packetloom.connectors.connected}, {@code …failed}, {@code
 * …accepted}, {@code …closed} and {@code …leaked}, {@code packetloom.bytes} by {@code direction},
 * {@code packetloom.poller.waits} and {@code packetloom.poller.events} by {@code poller}. They are
 * read from {@link Packetloom#statistics()}, which is asked once a second at most, and not while
 * nobody reads them. The meters keep the toolkit reachable until the registry is closed.
 */
public final class PacketloomMetrics implements MeterBinder {
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final Packetloom loom;
  private final Tags tags;
  private final AtomicReference<Reading> latest;

  private PacketloomMetrics(Packetloom loom, Tags tags) {
    this.loom = loom;
    this.tags = tags;
    this.latest = new AtomicReference<>(new Reading(System.nanoTime(), loom.statistics()));
  }

  /** What was read, and when. */
  private record Reading(long nanoTime, PacketloomStatistics statistics) {}

  /**
   * Meters of a toolkit.
   *
   * @param loom the toolkit
   * @param tags names and values in turn, put on every meter
   * @return binds the meters; they end with the registry
   * @throws IllegalArgumentException if the number of tags is odd
   */
  public static PacketloomMetrics of(Packetloom loom, String... tags) {
    return new PacketloomMetrics(Objects.requireNonNull(loom, "loom"), Tags.of(tags));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String scheme : ConnectorUri.builtInSchemes()) {
      gauge(
          registry,
          "packetloom.connectors.open",
          Tags.of("scheme", scheme),
          now -> now.open().getOrDefault(scheme, 0));
    }
    gauge(registry, "packetloom.threads.parked", Tags.empty(), PacketloomStatistics::parked);
    count(registry, "packetloom.connectors.connected", PacketloomStatistics::connected);
    count(registry, "packetloom.connectors.failed", PacketloomStatistics::connectFailures);
    count(registry, "packetloom.connectors.accepted", PacketloomStatistics::accepted);
    count(registry, "packetloom.connectors.closed", PacketloomStatistics::closed);
    count(registry, "packetloom.connectors.leaked", PacketloomStatistics::leaked);
    Tags read = Tags.of("direction", "read");
    Tags written = Tags.of("direction", "written");
    count(registry, "packetloom.bytes", read, PacketloomStatistics::bytesRead);
    count(registry, "packetloom.bytes", written, PacketloomStatistics::bytesWritten);
    int pollers = statistics().pollers().size();
    for (int i = 0; i < pollers; i++) {
      bindPoller(registry, i);
    }
  }

  private void bindPoller(MeterRegistry registry, int number) {
    Tags poller = Tags.of("poller", statistics().pollers().get(number).name());
    ToDoubleFunction<PollerStatistics> waits = PollerStatistics::waits;
    ToDoubleFunction<PollerStatistics> events = PollerStatistics::events;
    count(
        registry,
        "packetloom.poller.waits",
        poller,
        now -> waits.applyAsDouble(now.pollers().get(number)));
    count(
        registry,
        "packetloom.poller.events",
        poller,
        now -> events.applyAsDouble(now.pollers().get(number)));
  }

  private void gauge(
      MeterRegistry registry, String name, Tags own, ToDoubleFunction<PacketloomStatistics> value) {
    Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.statistics()))
        .tags(tags.and(own))
        .strongReference(true)
        .register(registry);
  }

  private void count(
      MeterRegistry registry, String name, ToDoubleFunction<PacketloomStatistics> value) {
    count(registry, name, Tags.empty(), value);
  }

  private void count(
      MeterRegistry registry, String name, Tags own, ToDoubleFunction<PacketloomStatistics> value) {
    FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.statistics()))
        .tags(tags.and(own))
        .register(registry);
  }

  /** Those of the last second, so that one look serves all meters of a scrape. */
  private PacketloomStatistics statistics() {
    Reading known = latest.get();
    if (System.nanoTime() - known.nanoTime() < FRESH_NANOS) {
      return known.statistics();
    }
    Reading fresh = new Reading(System.nanoTime(), loom.statistics());
    latest.set(fresh);
    return fresh.statistics();
  }
}
