// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

/** What every server channel promises. */
public abstract class ServerSocketChannelContract extends ChannelContract
    implements ServerSocketChannelStates, ServerSocketChannelAccepts, ServerSocketAdaptors {}
