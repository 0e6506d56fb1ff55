export default {
  offlineTitle: '网络不通',
  offline: '连不上服务器。请检查网络，稍后再试；您填写的内容还在页面上。',
  unknownTitle: '操作没有完成',
  unknown: '系统出现故障，请稍后再试。',
  conflictTitle: '内容已被他人更新',
  conflict: '在您打开之后，别人已经更新了这项内容。请重新载入，核对后再办理。',
  tooLarge: '文件太大，服务器没有接收。',
  stopped: '已取消上传。',
} as const
