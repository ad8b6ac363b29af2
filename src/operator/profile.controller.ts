import { Controller, Delete, Get, Param, ParseIntPipe, UseGuards } from '@nestjs/common';
import { Profile } from '../conversation/profile/profile.service.js';
import { referenceIn } from './customer-reference.js';
import { OperatorGuard } from './operator.guard.js';

/** What the assistant noted of a customer. */
@Controller('api/v1/conversations/:customer/profile')
@UseGuards(OperatorGuard)
export class ProfileController {
  constructor(private readonly profile: Profile) {}

  @Get()
  async facts(@Param('customer') customer: string): Promise<object> {
    return { items: await this.profile.of(referenceIn(customer)) };
  }

  @Delete()
  async eraseAll(@Param('customer') customer: string): Promise<object> {
    return { erased: await this.profile.erase(referenceIn(customer), null) };
  }

  @Delete(':id')
  async erase(@Param('customer') customer: string, @Param('id', ParseIntPipe) id: number): Promise<object> {
    return { erased: await this.profile.erase(referenceIn(customer), id) };
  }
}
