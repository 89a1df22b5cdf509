// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixDescriptors;
import org.packetloom.platform.unix.UnixError;
import org.packetloom.platform.unix.UnixErrors;

/** Opens, names, sets and closes descriptors on a system with kqueue(2). */
final class BsdDescriptors extends UnixDescriptors {
  private final UnixErrors errors;
  private final NamedReferences references;

  BsdDescriptors(BsdSystem system, UnixCalls calls, NamedReferences references) {
    super(calls, new BsdSettings(system, calls));
    this.errors = system.unix().errors();
    this.references = references;
  }

  /** {@inheritDoc} Pipes grow by themselves here, and cannot be told to. */
  @Override
  public int pipeCapacity(int descriptor, int bytes) {
    return -errors.number(UnixError.EOPNOTSUPP);
  }

  /**
   * {@inheritDoc}
   *
   * <p>connect(2): an address of no family gives the peer up, and then is refused.
   */
  @Override
  public int choosePeer(int descriptor, NativeAddress peer) {
    int result = super.choosePeer(descriptor, peer);
    boolean isGivenUp =
        peer instanceof NativeAddress.None && errors.of(-result) == UnixError.EAFNOSUPPORT;
    return isGivenUp ? 0 : result;
  }

  @Override
  public int close(int descriptor) {
    references.remove(descriptor); // first, as the number may be another one's right after
    return super.close(descriptor);
  }
}
