// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import org.packetloom.Connector;
import org.packetloom.ConnectorClosedException;
import org.packetloom.FailureDetail;
import org.packetloom.PassedDescriptor;
import org.packetloom.platform.Descriptors;

/**
 * A descriptor that came from elsewhere and has no connector yet.
 *
 * <p>The number lives in an object of its own, which the cleaner holds: whoever swaps it for {@link
 * #GONE} first has it, a caller or, once nobody refers to this any more, the cleaner.
 */
final class HeldDescriptor implements PassedDescriptor {
  private static final int GONE = -1;
  private static final Cleaner CLEANER = Cleaner.create();

  private final Opening opening;
  private final String endpoints;
  private final AtomicInteger held;
  private final Cleaner.Cleanable cleanable;

  private HeldDescriptor(Opening opening, String endpoints, int number) {
    this.opening = opening;
    this.endpoints = endpoints;
    this.held = new AtomicInteger(number);
    Descriptors descriptors = opening.descriptors();
    AtomicInteger forgotten = held;
    this.cleanable = CLEANER.register(this, () -> close(descriptors, forgotten));
  }

  /** Owns an open descriptor from now on. */
  static HeldDescriptor of(Opening opening, String endpoints, int number) {
    return new HeldDescriptor(opening, endpoints, number);
  }

  private static void close(Descriptors descriptors, AtomicInteger held) {
    int number = held.getAndSet(GONE);
    if (number != GONE) {
      descriptors.close(number);
    }
  }

  @Override
  public <C extends Connector> C adopt(Class<C> type) throws IOException {
    PassedAdoption adoption = new PassedAdoption(opening, number());
    adoption.ensure(type);
    int number = release();
    return type.cast(adoption.open(number));
  }

  @Override
  public int number() throws ConnectorClosedException {
    return ensure(held.get());
  }

  @Override
  public int release() throws ConnectorClosedException {
    int number = ensure(held.getAndSet(GONE));
    cleanable.clean();
    return number;
  }

  private int ensure(int number) throws ConnectorClosedException {
    if (number == GONE) {
      throw new ConnectorClosedException(
          FailureDetail.atOnce("use descriptor of", endpoints, "closed or taken"));
    }
    return number;
  }

  @Override
  public boolean isOpen() {
    return held.get() != GONE;
  }

  @Override
  public void close() throws IOException {
    int number = held.getAndSet(GONE);
    cleanable.clean();
    if (number != GONE) {
      opening
          .failures()
          .ensure("close descriptor of", endpoints, opening.descriptors().close(number));
    }
  }

  @Override
  public String toString() {
    return "descriptor " + held.get() + " of " + endpoints;
  }
}
