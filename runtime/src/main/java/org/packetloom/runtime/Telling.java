// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.packetloom.Connector;
import org.packetloom.event.Events;
import org.packetloom.event.Occurrence;
import org.packetloom.event.Registration;

/** One call of a handler. Belongs to the thread that makes the call. */
final class Telling implements Occurrence {
  private final long events;
  private final @Nullable Connector connector; // null for timers and user events
  private final @Nullable Registration registration; // null for timers
  private final long nanoTime;
  private final @Nullable Throwable failure; // null if watching goes on

  private boolean isAgain;

  Telling(
      long events,
      @Nullable Connector connector,
      @Nullable Registration registration,
      long nanoTime,
      @Nullable Throwable failure) {
    this.events = events;
    this.connector = connector;
    this.registration = registration;
    this.nanoTime = nanoTime;
    this.failure = failure;
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public Connector connector() {
    Connector known = connector;
    if (known == null) {
      throw new IllegalStateException("no connector with " + Events.toString(events));
    }
    return known;
  }

  @Override
  public Registration registration() {
    Registration known = registration;
    if (known == null) {
      throw new IllegalStateException("no registration with " + Events.toString(events));
    }
    return known;
  }

  /** Whether the connector is closed. */
  boolean isOver() {
    return connector != null && !connector.isOpen();
  }

  @Override
  public long nanoTime() {
    return nanoTime;
  }

  @Override
  public void again() {
    isAgain = true;
  }

  boolean isAgain() {
    return isAgain;
  }

  @Override
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public String toString() {
    return Events.toString(events) + (connector == null ? "" : " of " + connector);
  }
}
