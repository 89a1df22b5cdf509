// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

/** What every pipe promises. */
public abstract class PipeContract extends ChannelContract
    implements PipeTransfers, PipeInterrupts {}
