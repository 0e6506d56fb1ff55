import { createWebHistory } from 'vue-router'
import { start } from '@/app/start'
import DeskRoot from './DeskRoot.vue'
import { features } from './feature'
import { deskRouter } from './router'

start(DeskRoot, deskRouter(createWebHistory('/desk/'), features))
